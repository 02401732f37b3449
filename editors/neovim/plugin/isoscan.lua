if vim.g.loaded_isoscan then
  return
end
vim.g.loaded_isoscan = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify_once('isoscan needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

local function start()
  require('isoscan').start()
end

if vim.v.vim_did_enter == 1 then
  -- A plugin manager loads us late and calls setup() next: let it.
  vim.schedule(start)
else
  start()
end
