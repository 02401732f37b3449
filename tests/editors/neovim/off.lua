-- Every feature switched off: nothing is shown, the server works.
local t = ...

t.eventually(function() return #t.findings('ISO201') == 1 end, 'the server works')
t.becomes(function() return #t.scanners() end, 4, 'and the scanners are known')
t.same(t.signs(), {}, 'no bars')
t.same({ vim.wo.foldmethod, vim.wo.foldlevel, vim.wo.foldtext }, { 'manual', 0, 'foldtext()' }, 'no folding')
t.same(vim.fn.exists(':Isoscan'), 0, 'no command')
t.same(vim.lsp.codelens.get(0), {}, 'no lenses')
t.same(vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }), false, 'no hints')

-- Switched on again while running.
require('isoscan').setup({ highlights = { sign_text = { first = '/' }, background = false }, settings = { validThreshold = 0.9 } })
t.same({ t.signs()[5], t.signs()[6] }, { '/', '┃' }, 'bars with a sign of the user')
t.eventually(function() return vim.fn.foldlevel(6) >= 1 end, 'folding')
t.becomes(function() return t.signs()[17] end, '▪?', "the server's settings")
require('isoscan').setup({})
t.becomes(function() return { t.signs()[5], t.signs()[17] } end, { '┏', '▪' }, 'and all back to the defaults')
