--- What can be switched on and off: `highlights`, `folding`, `code_lens`, `inlay_hints`. The options say how each
--- begins; `:Isoscan toggle` changes it for the session.
local annotations = require('isoscan.annotations')
local boundaries = require('isoscan.boundaries')
local folding = require('isoscan.folding')
local highlights = require('isoscan.highlights')
local options = require('isoscan.options')
local server = require('isoscan.server')

local M = {}

---@class isoscan.Feature
---@field show fun(buffer: integer)
---@field hide fun(buffer: integer)
---@field method string what the server must answer

---@type table<string, isoscan.Feature>
local features = {
  highlights = { show = highlights.show, hide = highlights.hide, method = 'isoscan/boundaries' },
  folding = { show = folding.show, hide = folding.hide, method = 'textDocument/foldingRange' },
  code_lens = { show = annotations.show_lenses, hide = annotations.hide_lenses, method = 'textDocument/codeLens' },
  inlay_hints = { show = annotations.show_hints, hide = annotations.hide_hints, method = 'textDocument/inlayHint' },
}

---@type table<string, boolean> what the user toggled since the options were set
local toggled = {}

---@return string[]
function M.names()
  local names = vim.tbl_keys(features)
  table.sort(names)
  return names
end

--- Whether the buffer's server gives what a feature shows.
---@param name string
---@param client vim.lsp.Client
---@return boolean
function M.is_given(name, client)
  return client:supports_method(features[name].method)
end

---@param name string
---@return boolean
function M.is_on(name)
  if toggled[name] ~= nil then
    return toggled[name]
  end
  return options.get()[name] ~= false
end

---@param name string
---@param buffer integer
local function apply(name, buffer)
  features[name][M.is_on(name) and 'show' or 'hide'](buffer)
end

---@return integer[] buffers that have a server
local function buffers()
  return vim.tbl_filter(server.client, vim.api.nvim_list_bufs())
end

--- Switch a feature over, in every buffer.
---@param name string
---@return boolean on
function M.toggle(name)
  toggled[name] = not M.is_on(name)
  for _, buffer in ipairs(buffers()) do
    apply(name, buffer)
  end
  return M.is_on(name)
end

--- The options were set anew: bring every buffer in line.
function M.reset()
  toggled = {}
  for _, buffer in ipairs(buffers()) do
    for name in pairs(features) do
      apply(name, buffer)
    end
  end
end

--- A buffer got its server. What shows scanners waits for them.
---@param buffer integer
function M.attached(buffer)
  boundaries.request(buffer)
  for _, name in ipairs({ 'folding', 'code_lens', 'inlay_hints' }) do
    if M.is_on(name) then
      features[name].show(buffer)
    end
  end
end

--- A buffer that has a server is shown in a window.
---@param buffer integer
function M.entered(buffer)
  if M.is_on('folding') then
    folding.show(buffer)
  end
end

--- A buffer's scanners are known anew, or forgotten.
---@param buffer integer
function M.scanners_known(buffer)
  apply('highlights', buffer)
  vim.cmd.redrawstatus()
end

return M
