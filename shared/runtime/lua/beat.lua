#!lua
-- A worker says that it lives, by the server's clock: the clocks of hosts differ.
-- KEYS: alive; ARGV: consumer
local time = redis.call('TIME')
return redis.call('ZADD', KEYS[1], tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), ARGV[1])
