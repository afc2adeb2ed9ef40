#!lua
-- Sets the idle time of entries back to nought, of those only that still are this consumer's.
-- KEYS: stream; ARGV: group, consumer, entries...
local stream, group, me = KEYS[1], ARGV[1], ARGV[2]
local touched = 0
for i = 3, #ARGV do
  if #redis.call('XPENDING', stream, group, ARGV[i], ARGV[i], 1, me) == 1 then
    redis.call('XCLAIM', stream, group, me, 0, ARGV[i], 'JUSTID')
    touched = touched + 1
  end
end
return touched
