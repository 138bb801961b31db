//! Business days, in which the clocks of requests and complaints run.
