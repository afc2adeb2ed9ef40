-- Take a block out of the ledger if it is still as it was archived.
--
-- KEYS[1] hash   cc:{NN}:block:THEATRE:B
-- KEYS[2] zset   cc:{NN}:blocks
-- ARGV[1] the token under which it was archived; ARGV[2] its member in the zset
-- Returns 1 if it went, 0 if it had changed meanwhile.
local now = redis.call('HGET', KEYS[1], '#') or ''
if now ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[2])
return 1
