-- The entry of the guide for those who want no plugin.
local t = ...

t.eventually(function() return #t.findings('ISO201') == 1 end, 'findings')
t.eventually(function() return vim.fn.foldlevel(6) >= 1 end, 'folds')
t.cursor_on(5, 'scan_gap_up')
vim.lsp.buf.hover()
t.eventually(function() return t.float():find('scan_gap_up', 1, true) end, 'hover')
