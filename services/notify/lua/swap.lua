#!lua
-- Compare-and-set of one field of a hash. KEYS: hash; ARGV: field, expected ("" for absent), new. Reply: 1 | 0
local now = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if now ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
