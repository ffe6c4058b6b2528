-- A request that is another one each time: {n} in the host, the form, the token and the address that it comes from is a number.
local host, form, token, from = os.getenv("BENCH_HOST"), os.getenv("BENCH_FORM"), os.getenv("BENCH_TOKEN"), os.getenv("BENCH_FROM")
local cookie, pause = os.getenv("BENCH_COOKIE"), tonumber(os.getenv("BENCH_PAUSE"))
local count, statuses = 0, {}

local function filled(text)
  return (text:gsub("{n}", tostring(count)))
end

function init()
  math.randomseed(os.time())
end

function request()
  count = count + 1
  local headers = { ["Host"] = filled(host), ["Content-Type"] = "application/x-www-form-urlencoded" }
  if token ~= "" then
    headers["Authorization"] = "Bearer " .. filled(token)
  end
  if from ~= "" then
    headers["X-Forwarded-For"] = filled(from):gsub("{h}", string.format("%x", count % 65536))
  end
  if cookie ~= "" then
    headers["Cookie"] = cookie
  end
  return wrk.format(form ~= "" and "POST" or "GET", nil, headers, form ~= "" and filled(form) or nil)
end

-- Milliseconds before the next request of a connection, so that they do not all come at once.
if pause > 0 then
  function delay()
    return math.floor(math.random() * 2 * pause)
  end
end

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
  answered = ""
  for each, times in pairs(statuses) do
    answered = answered .. each .. "x" .. times .. ","
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(
    string.format(
      "BENCH %.1f %.3f %.3f %d %s\n",
      summary.requests / (summary.duration / 1e6),
      latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3,
      errors.connect + errors.read + errors.write + errors.timeout,
      threads[1]:get("answered") or "none"
    )
  )
end
