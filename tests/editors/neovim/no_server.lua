-- No program to start: one sentence with the way out, and nothing breaks.
local t = ...

t.same(vim.lsp.get_clients(), {}, 'no server runs')
t.eventually(function()
  return vim.fn.execute('messages'):find('no `isoscan` on PATH', 1, true)
end, 'the user is told')
local messages = t.messages()
vim.cmd('Isoscan')
t.told(messages, 'no server for this buffer', 'the command says so too')
vim.cmd('silent checkhealth isoscan')
local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
t.ok(text:find('ERROR isoscan: no `isoscan` on PATH', 1, true), 'and the health check')
