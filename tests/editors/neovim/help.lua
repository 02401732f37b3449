-- The help file: its tags work, and all that can be set or called is in it.
local t = ...

local tags = vim.api.nvim_get_runtime_file('doc/tags', true)
local ours = vim.tbl_filter(function(path) return path:find('isoscan', 1, true) end, tags)[1]
local before = vim.fn.readblob(ours)
vim.cmd('helptags ' .. vim.fs.dirname(ours))
t.ok(vim.deep_equal(vim.fn.readblob(ours), before), 'the tags in the repository are those of the help')
for _, topic in ipairs({ 'isoscan', ':Isoscan', 'isoscan-options', 'isoscan-highlights', 'isoscan.statusline()', 'g:isoscan' }) do
  vim.cmd('help ' .. topic)
  t.same(vim.fs.basename(vim.api.nvim_buf_get_name(0)), 'isoscan.txt', ':help ' .. topic)
  t.ok(vim.fn.getline('.'):find('*' .. topic .. '*', 1, true), 'at its place')
end
local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
t.same(vim.bo.filetype, 'help', 'the mode line holds')

---@param options table
local function documented(options)
  for name, value in pairs(options) do
    t.ok(text:find('\n *' .. name), 'the option ' .. name .. ' is documented')
    if type(value) == 'table' then
      documented(value)
    end
  end
end
documented(require('isoscan.options').get())
t.ok(text:find('\n *cmd'), 'the option cmd is documented')
for _, name in ipairs(vim.fn.getcompletion('Isoscan ', 'cmdline')) do
  t.ok(text:find(':Isoscan ' .. name, 1, true), ':Isoscan ' .. name .. ' is documented')
end
for name in pairs(require('isoscan')) do
  t.ok(name == 'start' or text:find('isoscan.' .. name .. '()', 1, true), name .. '() is documented')
end
for _, line in ipairs(vim.split(text, '\n')) do
  t.ok(vim.fn.strdisplaywidth(line) <= 80, 'no line is too wide: ' .. line)
  for link in line:gmatch('|([^| ]+)|') do
    t.ok(pcall(vim.cmd.help, link), 'the link ' .. link .. ' leads somewhere')
  end
end
