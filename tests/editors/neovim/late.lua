-- Loaded when a Python file is open already, as plugin managers do: first the plugin's files, then setup().
local t = ...

t.same(vim.lsp.get_clients(), {}, 'not loaded yet')
vim.opt.runtimepath:append(vim.env.PLUGIN)
vim.cmd('runtime! plugin/isoscan.lua')
require('isoscan').setup({ highlights = { sign_text = { first = '/' } }, settings = { validThreshold = 0.9 } })
t.becomes(function() return { t.signs()[5], t.signs()[18] } end, { '/', '/?' }, 'its options hold from the start')
t.same(#vim.lsp.get_clients(), 1, 'one server')
