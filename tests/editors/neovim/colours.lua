-- Writes the colours of the bars to colours.json, for each background: {ground, bars}.
local t = ...

t.becomes(function() return #t.scanners() end, 4, 'the plugin is up')
local found = {}
for _, background in ipairs({ 'dark', 'light' }) do
  vim.o.background = background
  local bars = {}
  for number = 1, require('isoscan.palette').COLOURS do
    bars[number] = vim.api.nvim_get_hl(0, { name = 'IsoscanBar' .. number, link = false }).fg
  end
  found[background] = { ground = vim.api.nvim_get_hl(0, { name = 'Normal', link = false }).bg, bars = bars }
end
vim.fn.writefile({ vim.json.encode(found) }, 'colours.json')
