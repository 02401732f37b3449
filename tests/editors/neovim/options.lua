-- Options that cannot be used are told in a sentence each, and change nothing.
local t = ...
local messages = t.messages()
local options = require('isoscan.options')

require('isoscan').setup({ folding = 'yes', colour = true, highlights = { priority = '4', sign_text = { first = '+-+' } } })
table.sort(messages)
t.same(messages, {
  'isoscan: The option `folding` must be a boolean, not "yes"',
  'isoscan: The option `highlights.priority` must be a number, not "4"',
  'isoscan: The option `highlights.sign_text.first` must be at most two cells wide',
  'isoscan: There is no option `colour`; see :help isoscan-options',
}, 'one sentence each')
t.same(options.get().folding, true, 'the default stays')

vim.g.isoscan = { folding = false, highlights = { signs = false } }
t.same(options.set({ code_lens = false }).folding, false, 'vim.g is read')
t.same({ options.get().code_lens, options.get().highlights.signs, options.get().highlights.background }, { false, false, true }, 'and setup lies on top')
vim.cmd("let g:isoscan = {'highlights': v:false, 'inlay_hints': v:true}")
t.same({ options.set().highlights, options.get().inlay_hints }, { false, true }, 'from Vim script, too')
t.same(options.set({ highlights = true }).highlights, false, 'true means: as it is')
vim.g.isoscan = 3
options.set()
t.same(options.problems(), { 'vim.g.isoscan must be a table or false, not 3' }, 'what is no table is told')
vim.g.isoscan = false
t.same({ options.set().enable, options.get().command }, { false, false }, 'false means nothing at all')
