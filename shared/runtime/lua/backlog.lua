#!lua flags=no-writes
-- How much of a stream a group has yet to do.
-- KEYS: stream; ARGV: group
-- Reply: {lag or -1, pending, age of the oldest undone entry in ms, length of the stream}; {} without a group
local stream, group = KEYS[1], ARGV[1]
if redis.call('EXISTS', stream) == 0 then return {} end

local function field(row, name)
  for i = 1, #row, 2 do
    if row[i] == name then return row[i + 1] end
  end
end

local mine
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  if field(row, 'name') == group then mine = row end
end
if not mine then return {} end

local oldest
local summary = redis.call('XPENDING', stream, group)
if summary[1] > 0 then oldest = summary[2] end
if not oldest then
  local unread = redis.call('XRANGE', stream, '(' .. field(mine, 'last-delivered-id'), '+', 'COUNT', 1)
  if unread[1] then oldest = unread[1][1] end
end
local age = 0
if oldest then
  local time = redis.call('TIME')
  age = math.max(0, tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
    - tonumber(string.match(oldest, '^%d+')))
end
return {field(mine, 'lag') or -1, summary[1], age, redis.call('XLEN', stream)}
