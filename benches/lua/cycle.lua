-- Sends the requests of a file, one a line, again and again: METHOD<TAB>PATH<TAB>BODY. COOKIE and BEARER come from
-- the environment. `done` prints one line of JSON.
local lines, at = {}, 0
for line in io.lines(os.getenv("REQUESTS")) do lines[#lines + 1] = line end
local headers = {["Content-Type"] = "application/json", ["Sec-Fetch-Site"] = "same-origin"}
if os.getenv("COOKIE") then headers["Cookie"] = os.getenv("COOKIE") end
if os.getenv("BEARER") then headers["Authorization"] = "Bearer " .. os.getenv("BEARER") end
local once = os.getenv("ONCE")
function request()
  at = at + 1
  if at > #lines then if once then wrk.thread:stop() end at = 1 end
  local method, path, body = lines[at]:match("^(%S+)\t(%S+)\t?(.*)$")
  return wrk.format(method, path, headers, body ~= "" and body or nil)
end
function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"seconds":%.4f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"errors":%d}\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
