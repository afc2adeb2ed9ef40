#!lua
-- A worker leaves: its lease ends, so that others take what it holds at once; without anything pending
-- it is taken off the group's list.
-- KEYS: stream, alive; ARGV: group, consumer
redis.call('ZREM', KEYS[2], ARGV[2])
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if pending.err or #pending > 0 then return 0 end
return redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
