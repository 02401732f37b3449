-- What is uncertain is told without colour. (The case's settings make everything below 0.9 uncertain.)
local t = ...

t.becomes(t.signs, {
  [5] = '┏', [6] = '┃', [7] = '┗', [11] = '┏', [12] = '┗', [17] = '▪?', [18] = '┏?', [19] = '┇', [20] = '┇', [21] = '┗',
}, 'an uncertain scanner has a broken bar and a question mark')
vim.api.nvim_win_set_cursor(0, { 17, 0 })
t.becomes(require('isoscan').statusline, 'setup_squeeze? 1.00', 'and one in the status line')
t.eventually(function() return #t.findings('ISO101') > 0 end, "the editor's settings reach the server")
