-- Load for wrk. REQUESTS names a file: one request a line, tab-separated: method, path, cookie, body.
-- One line is repeated; of many each is sent once, every thread taking its share, and then the thread stops.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local function fields(line)
  local method, path, cookie, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
  local headers = { ["Host"] = wrk.headers["Host"], ["Accept-Encoding"] = "gzip, br" }
  if cookie ~= "" then headers["Cookie"] = cookie end
  if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
  return wrk.format(method, path, headers, body ~= "" and body or nil)
end

local prepared, at = {}, 0
function init(args)
  local lines = {}
  for line in io.lines(os.getenv("REQUESTS")) do lines[#lines + 1] = line end
  local count = tonumber(os.getenv("THREADS"))
  for place, line in ipairs(lines) do
    if #lines == 1 or place % count == number then prepared[#prepared + 1] = fields(line) end
  end
  once = #lines > 1
end

function request()
  if not once then return prepared[1] end
  at = at + 1
  if at > #prepared then
    wrk.thread:stop()
    return prepared[#prepared]
  end
  return prepared[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %.6f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.timeout + errors.read + errors.connect + errors.write))
end
