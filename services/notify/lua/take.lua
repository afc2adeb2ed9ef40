#!lua
-- Takes an endpoint's lease and reads how it stands, in one step: a round begins with both.
-- KEYS: lease, standings; ARGV: owner, ms to hold it, subscription
-- Reply: {1, standing or ""} | {0, ""} where another has it
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return {0, ''} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, redis.call('HGET', KEYS[2], ARGV[3]) or ''}
