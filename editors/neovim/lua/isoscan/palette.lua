--- Highlight groups. The user and colour schemes may define any of them: ours are defaults, links to private groups
--- that follow `background` and the colour scheme. The hues are told apart with the common forms of colour blindness.
local M = {}

--- Dark backgrounds first, then light ones: 24-bit and 256-colour values after Okabe and Ito.
local hues = {
  dark = { { 0x56B4E9, 74 }, { 0xE69F00, 178 }, { 0x009E73, 36 }, { 0xCC79A7, 175 } },
  light = { { 0x0072B2, 25 }, { 0xB85000, 130 }, { 0x00805E, 29 }, { 0xA8528A, 132 } },
}
local TINT = 0.08

--- How many colours there are.
M.COLOURS = 4

--- Groups for the first line of scanners that need a look.
M.of_status = { needs_review = 'IsoscanReview', invalid = 'IsoscanInvalid' }

---@param colour integer
---@return string group
function M.bar(colour)
  return 'IsoscanBar' .. colour
end

---@param colour integer
---@return string group
function M.background(colour)
  return 'IsoscanBackground' .. colour
end

---@param colour integer 24 bits
---@param ground integer
---@return integer
local function blended(colour, ground)
  local result = 0
  for shift = 16, 0, -8 do
    local top, below = bit.band(bit.rshift(colour, shift), 0xFF), bit.band(bit.rshift(ground, shift), 0xFF)
    result = result * 256 + math.floor(top * TINT + below * (1 - TINT) + 0.5)
  end
  return result
end

--- Define the groups anew, for the present colour scheme.
function M.define()
  local normal = vim.api.nvim_get_hl(0, { name = 'Normal', link = false })
  for number, hue in ipairs(hues[vim.o.background]) do
    local bar, background = 'IsoscanDefaultBar' .. number, 'IsoscanDefaultBackground' .. number
    vim.api.nvim_set_hl(0, bar, { fg = hue[1], ctermfg = hue[2] })
    -- A terminal whose own background shows through has none that ours could be mixed with.
    vim.api.nvim_set_hl(0, background, normal.bg and { bg = blended(hue[1], normal.bg) } or {})
    vim.api.nvim_set_hl(0, M.bar(number), { link = bar, default = true })
    vim.api.nvim_set_hl(0, M.background(number), { link = background, default = true })
  end
  vim.api.nvim_set_hl(0, M.of_status.needs_review, { link = 'DiagnosticSignWarn', default = true })
  vim.api.nvim_set_hl(0, M.of_status.invalid, { link = 'DiagnosticSignError', default = true })
end

return M
