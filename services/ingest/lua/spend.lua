#!lua
-- A key's rate: articles leak away at a steady pace, and so many may be open at once (GCRA).
-- KEYS: rate:KEY (ms at which all so far will have leaked away); ARGV: ms per article, burst, articles
-- Reply: 0 where they may come, else the ms to wait. A batch larger than the burst waits for an empty bucket.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local each, burst, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full_at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
local room = now + each * math.max(burst, count)
if full_at + each * count > room then
  return math.ceil(full_at + each * count - room)
end
full_at = full_at + each * count
redis.call('SET', KEYS[1], string.format('%.3f', full_at), 'PX', math.ceil(full_at - now) + 1000)
return 0
