#!lua
-- Takes, keeps or leaves a lease that is ours or nobody's.
-- KEYS: lease; ARGV: owner, ms to hold it (0: leave it). Reply: 1 if it is (or was) ours, else 0
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then
  if owner then redis.call('DEL', KEYS[1]) end
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
