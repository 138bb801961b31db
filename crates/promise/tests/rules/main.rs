//! The rules of floor 1, through its public face only. One binary, because linking costs more than running.

mod age;
mod calendar;
mod catalogue;
mod datamap;
mod law;
mod parameters;
mod release;
mod retention;
mod vocabulary;
