#!lua
-- An Idempotency-Key is seen: the first request with it may go on, later ones get its answer.
-- KEYS: idempotency:DIGEST; ARGV: digest of the body ("" while a batch is still coming in), claim's expiry in ms
-- Reply: {"go"} | {"busy"} | {"other"} | {"answered", digest of the body, status, answer}
local was = redis.call('HMGET', KEYS[1], 'body', 'status', 'answer')
if not was[1] then
  redis.call('HSET', KEYS[1], 'body', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {'go'}
end
if ARGV[1] ~= '' and was[1] ~= '' and was[1] ~= ARGV[1] then return {'other'} end
if not was[2] then return {'busy'} end
return {'answered', was[1], was[2], was[3]}
