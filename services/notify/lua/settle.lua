#!lua
-- Writes down how tries ended, of one endpoint in one lane.
-- KEYS: due of the endpoint, endpoints of the lane, then delivery and tries of each result
-- ARGV: subscription, then of each result: delivery id, tries before it, state after it,
--   ms of the next try ("" if none), the try as JSON, status, reason
-- Reply: for each result its state now; "late" where another process has meanwhile tried the same delivery
--   (it is logged, and counts only if it succeeded), "gone" where the delivery was deleted
local due, endpoints, subscription = KEYS[1], KEYS[2], ARGV[1]
local PER, MOST_LOGGED = 7, 50
local reply = {}
for n = 0, (#ARGV - 1) / PER - 1 do
  local delivery, tries = KEYS[3 + 2 * n], KEYS[4 + 2 * n]
  local a = 2 + PER * n
  local id, before, state, next_ms = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3]
  local now = redis.call('HMGET', delivery, 'state', 'tries')
  if not now[1] then
    redis.call('ZREM', due, id)
    reply[n + 1] = 'gone'
  else
    redis.call('RPUSH', tries, ARGV[a + 4])
    redis.call('LTRIM', tries, -MOST_LOGGED, -1)
    local mine = now[1] == 'pending' and now[2] == before
    if mine or state == 'delivered' then
      redis.call('HSET', delivery, 'state', state, 'status', ARGV[a + 5], 'reason', ARGV[a + 6], 'due', next_ms)
      redis.call('HINCRBY', delivery, 'tries', 1)
      if next_ms == '' then redis.call('ZREM', due, id) else redis.call('ZADD', due, next_ms, id) end
      reply[n + 1] = state
    else
      reply[n + 1] = 'late'
    end
  end
end
local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
if first[1] then redis.call('ZADD', endpoints, first[2], subscription)
else redis.call('ZREM', endpoints, subscription) end
return reply
