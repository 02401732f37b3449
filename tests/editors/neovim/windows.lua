-- Several windows, several buffers, and a server that dies.
local t = ...

t.becomes(function() return #t.scanners() end, 4, 'the scanners are known')
vim.cmd('split')
t.same(vim.wo.foldmethod, 'expr', 'a second window folds too')
vim.cmd('edit other.txt')
t.same(vim.wo.foldmethod, 'manual', 'another buffer in it does not')
t.same(t.signs(), {}, 'nor has it bars')
vim.cmd('edit more.py')
vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'def scan_more(df):', '    return df[df["gap_pct"] > 4]' })
t.becomes(t.scanners, { 'scan_more 1-2' }, 'a new file is served')
t.same(#vim.lsp.get_clients(), 1, 'by the same server')
t.eventually(function() return vim.fn.foldlevel(1) >= 1 end, 'and folds')
vim.cmd('bwipeout!')

vim.cmd('enew')
vim.bo.filetype = 'python'
vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'def scan_unsaved(df):', '    return df[df["gap_pct"] > 4]' })
t.same(vim.lsp.get_clients({ bufnr = 0 }), {}, 'a buffer without a name waits')
vim.cmd('silent write unsaved.py')
t.becomes(t.scanners, { 'scan_unsaved 1-2' }, 'until it has one')
t.eventually(function() return vim.fn.foldlevel(1) >= 1 end, 'and folds')
vim.cmd('bwipeout!')

vim.cmd('buffer scans.py')
vim.cmd('tabnew scans.py')
t.same(vim.wo.foldmethod, 'expr', 'a third window folds')
t.becomes(function() return #t.scanners() end, 4, 'and shows the scanners')
vim.cmd('tabclose')
vim.wo[0][0].foldmethod = 'indent'

local process = vim.api.nvim_get_proc_children(vim.fn.getpid())[1]
vim.uv.kill(process, 'sigkill')
t.eventually(function() return not t.client() end, 'the server died')
t.becomes(t.signs, {}, 'its bars go with it')
t.same(require('isoscan').statusline(), '', 'and its status')
vim.cmd('Isoscan restart')
t.becomes(function() return #t.scanners() end, 4, 'and come back with a new one')
t.same(vim.wo.foldmethod, 'indent', 'a foldmethod of the user is left alone')
