#!lua
-- Sends one dead letter back to the stream it came from, bytes as they were, and takes it off the pile.
-- KEYS: dead-letter stream, origin stream; ARGV: id of the letter
-- Reply: the new entry's id, or false where there is no such letter or it holds no original
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if not found[1] then return false end
local fields, original = found[1][2], {}
for i = 1, #fields, 2 do
  local name = string.match(fields[i], '^original:(.*)$')
  if name then
    original[#original + 1] = name
    original[#original + 1] = fields[i + 1]
  end
end
if #original == 0 then return false end
local entry = redis.call('XADD', KEYS[2], '*', unpack(original))
redis.call('XDEL', KEYS[1], ARGV[1])
return entry
