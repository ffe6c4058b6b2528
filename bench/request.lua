-- A fixed request is built once, so that wrk spends its core on the answers.
wrk.headers["Host"] = os.getenv("BENCH_HOST")
if os.getenv("BENCH_FORM") ~= "" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.body = os.getenv("BENCH_FORM")
end
if os.getenv("BENCH_TOKEN") ~= "" then
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

function done(summary, latency, requests)
  local errors = summary.errors
  local seconds = summary.duration / 1e6
  io.write(
    string.format(
      "BENCH %.1f %.3f %.3f %d %d %d %.1f\n",
      summary.requests / seconds,
      latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3,
      summary.requests,
      errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      summary.bytes / summary.requests
    )
  )
end
