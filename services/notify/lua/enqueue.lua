#!lua
-- Queues a delivery outside of the stage: a replay, or a notice. One that is already waiting stays as it is.
-- KEYS: delivery, due of the endpoint, endpoints, log of the endpoint, deliveries, wake
-- ARGV: delivery id, subscription, now in ms, the delivery as JSON, "1" to send again what was delivered
-- Reply: "created" | "again" | "waiting" | "delivered" (left alone)
local delivery, due, endpoints, log, deliveries, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local id, subscription, now = ARGV[1], ARGV[2], ARGV[3]
local state = redis.call('HGET', delivery, 'state')
local reply = 'created'
if state == 'pending' then
  if not redis.call('ZSCORE', due, id) then redis.call('ZADD', due, now, id) end
  reply = 'waiting'
elseif state == 'delivered' and ARGV[5] ~= '1' then
  return 'delivered'
elseif state then
  -- The table of waits begins anew; the count of tries goes on.
  redis.call('HSET', delivery, 'state', 'pending', 'since', redis.call('HGET', delivery, 'tries'), 'due', now)
  redis.call('ZADD', due, now, id)
  reply = 'again'
else
  redis.call('HSET', delivery, 'it', ARGV[4], 'state', 'pending', 'tries', 0, 'since', 0, 'due', now)
  redis.call('ZADD', log, now, id)
  redis.call('ZADD', deliveries, now, id)
  redis.call('ZADD', due, now, id)
end
redis.call('ZADD', endpoints, 'LT', now, subscription)
redis.call('RPUSH', wake, subscription)
redis.call('LTRIM', wake, -64, -1)
return reply
