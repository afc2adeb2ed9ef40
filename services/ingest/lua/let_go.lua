#!lua
-- A lease ends, if it still is this process's own; or it stays for a while, so that nobody comes too soon.
-- KEYS: the lease; ARGV: token, ms to stay
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[2]) > 0 then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('DEL', KEYS[1])
