--- A bar in the sign column and a faint background for each scanner. Colours tell neighbours apart, and shapes say
--- the same without colour: a bracket per scanner, broken and marked `?` where the boundary is uncertain.
local boundaries = require('isoscan.boundaries')
local options = require('isoscan.options')
local palette = require('isoscan.palette')

local M = {}

local namespace = vim.api.nvim_create_namespace('isoscan.highlights')

---@type table<integer, table<string, integer>> each scanner's colour, by buffer and namespace
local colours = {}

--- A scanner keeps its colour while the file is edited, unless its neighbour above has the same.
---@param scanners isoscan.Scanner[]
---@param before table<string, integer>
---@return table<string, integer>
local function coloured(scanners, before)
  local chosen, above = {}, 0
  for index, scanner in ipairs(scanners) do
    local colour = before[scanner.namespace]
    if not colour or colour == above then
      local below = scanners[index + 1] and before[scanners[index + 1].namespace]
      colour = above % palette.COLOURS + 1
      if colour == below then
        colour = colour % palette.COLOURS + 1
      end
    end
    chosen[scanner.namespace] = colour
    above = colour
  end
  return chosen
end

---@param status string
---@param text isoscan.SignText
---@return string body
---@return string mark
local function shapes(status, text)
  if status == 'valid' then
    return text.body, ''
  end
  return text.body_uncertain, status == 'invalid' and text.mark_invalid or text.mark_uncertain
end

---@param shape string
---@param mark string
---@return string sign at most two cells wide
local function sign(shape, mark)
  local both = shape .. mark
  return vim.fn.strdisplaywidth(both) <= 2 and both or shape
end

---@param buffer integer
---@param scanner isoscan.Scanner
---@param colour integer
---@param wanted isoscan.Highlights
---@return {row: integer, mark: vim.api.keyset.set_extmark}[]
local function marks(buffer, scanner, colour, wanted)
  local text = wanted.sign_text
  local body, mark = shapes(scanner.status, text)
  local group = palette.bar(colour)
  local header_group = palette.of_status[scanner.status] or group
  local lines = vim.tbl_extend('error', boundaries.end_of(buffer, scanner.last - 1), {
    priority = wanted.priority,
    line_hl_group = wanted.background and palette.background(colour) or nil,
  })
  if not wanted.signs then
    return { { row = scanner.first - 1, mark = lines } }
  end
  lines.sign_text, lines.sign_hl_group = body, group
  local single = scanner.first == scanner.last
  local ends = {
    priority = wanted.priority + 1,
    sign_text = sign(single and text.single or text.first, mark),
    sign_hl_group = header_group,
  }
  local result = { { row = scanner.first - 1, mark = lines }, { row = scanner.first - 1, mark = ends } }
  if not single then
    local last = { priority = wanted.priority + 1, sign_text = text.last, sign_hl_group = group }
    table.insert(result, { row = scanner.last - 1, mark = last })
  end
  return result
end

--- Show the buffer's scanners as they stand.
---@param buffer integer
function M.show(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) then
    return
  end
  M.hide(buffer)
  local wanted = options.wanted_highlights()
  local scanners = boundaries.of(buffer)
  colours[buffer] = coloured(scanners, colours[buffer] or {})
  for _, scanner in ipairs(scanners) do
    for _, item in ipairs(marks(buffer, scanner, colours[buffer][scanner.namespace], wanted)) do
      vim.api.nvim_buf_set_extmark(buffer, namespace, item.row, 0, item.mark)
    end
  end
end

---@param buffer integer
function M.hide(buffer)
  if vim.api.nvim_buf_is_loaded(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  end
end

return M
