#!lua
-- The figures of an old article are let go; what it needs to be known again stays.
-- KEYS: ages, article:ID; ARGV: ID, ms before which an article is old
-- Reply: fields let go, or -1 where a revision came meanwhile
local age = redis.call('ZSCORE', KEYS[1], ARGV[1])
if age and tonumber(age) > tonumber(ARGV[2]) then return -1 end
local gone = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if string.sub(field, 1, 8) == 'reading:' then gone[#gone + 1] = field end
end
if #gone > 0 then redis.call('HDEL', KEYS[2], unpack(gone)) end
redis.call('ZREM', KEYS[1], ARGV[1])
return #gone
