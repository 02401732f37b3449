-- The options that the guide shows.
local t = ...

t.becomes(function() return t.signs()[5] end, '┏', 'bars')
local namespace = vim.api.nvim_create_namespace('isoscan.highlights')
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
  t.same(mark[4].line_hl_group, nil, 'no background')
end
t.same(vim.wo.foldmethod, 'manual', 'no folding')
t.same(require('isoscan.options').problems(), {}, 'they can be used')
vim.api.nvim_win_set_cursor(0, { 17, 0 })
t.becomes(require('isoscan').statusline, 'setup_squeeze? 1.00', 'the settings reach the server')
