#!lua
-- The commit of one batch: all of it or, where an entry was reclaimed or a compared value changed, none.
-- KEYS: stream, dead-letter stream, then the keys of checks, writes and outgoing messages in their order
-- ARGV: group, consumer, the entries (ascending, separated by blanks: one value is cheaper to send than many),
--   then four sections, each opened by its length: checks (field or "", "1" value | "0"), writes (command, count, args...),
--   outgoing (type, correlation, body), dead (entry, reason, deliveries)
-- Reply: {"committed"} | {"fenced", entry} | {"conflict", key} | {"no_group"}
-- Lua does not roll back: everything is checked before the first write.
local stream, grave = KEYS[1], KEYS[2]
local group, consumer = ARGV[1], ARGV[2]
local at, nth = 3, 3

local function take()
  local value = ARGV[at]
  at = at + 1
  return value
end

local function next_key()
  local value = KEYS[nth]
  nth = nth + 1
  return value
end

local entries = {}
for entry in string.gmatch(take(), '%S+') do entries[#entries + 1] = entry end
local count = #entries

local mine = redis.pcall('XPENDING', stream, group, entries[1], entries[count], count, consumer)
if mine.err then
  if string.find(mine.err, 'NOGROUP') then return {'no_group'} end
  return redis.error_reply(mine.err)
end
local together = #mine == count
for i = 1, count do together = together and mine[i][1] == entries[i] end
if not together then
  -- Other entries of this consumer lie between: ask one by one.
  for i = 1, count do
    if #redis.call('XPENDING', stream, group, entries[i], entries[i], 1, consumer) == 0 then
      return {'fenced', entries[i]}
    end
  end
end

for _ = 1, tonumber(take()) do
  local key, field, there, value = next_key(), take(), take(), take()
  local now
  if field == '' then now = redis.call('GET', key) else now = redis.call('HGET', key, field) end
  if there == '0' then
    if now then return {'conflict', key} end
  elseif now ~= value then
    return {'conflict', key}
  end
end

for _ = 1, tonumber(take()) do
  local command, key, args = take(), next_key(), tonumber(take())
  redis.call(command, key, unpack(ARGV, at, at + args - 1))
  at = at + args
end

for _ = 1, tonumber(take()) do
  redis.call('XADD', next_key(), '*', 'type', take(), 'correlation_id', take(), '__data__', take())
end

for _ = 1, tonumber(take()) do
  local entry, reason, deliveries = take(), take(), take()
  local letter = {'reason', reason, 'stream', stream, 'entry', entry, 'group', group,
                  'worker', consumer, 'deliveries', deliveries}
  local found = redis.call('XRANGE', stream, entry, entry)
  if found[1] then
    local fields = found[1][2]
    for i = 1, #fields, 2 do
      letter[#letter + 1] = 'original:' .. fields[i]
      letter[#letter + 1] = fields[i + 1]
    end
  end
  redis.call('XADD', grave, '*', unpack(letter))
end

redis.call('XACK', stream, group, unpack(entries))
return {'committed'}
