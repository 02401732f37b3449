--- What the user can set, from `vim.g.isoscan` and `require('isoscan').setup{...}`, checked and completed.
local M = {}

---@class isoscan.SignText
---@field first string
---@field body string
---@field last string
---@field single string
---@field body_uncertain string
---@field mark_uncertain string
---@field mark_invalid string

---@class isoscan.Highlights
---@field signs boolean
---@field background boolean
---@field priority integer
---@field sign_text isoscan.SignText

---@class isoscan.Options
---@field enable boolean start the server for Python files
---@field cmd? string[] the server's command; found by itself when nil
---@field settings table<string, any> the server's settings, as in `[tool.isoscan]`
---@field highlights isoscan.Highlights|false
---@field boundary_hints boolean show ISO100, which says where a scanner begins, as the bars do
---@field folding boolean
---@field code_lens boolean
---@field inlay_hints boolean
---@field command boolean define `:Isoscan`

---@type isoscan.Options
local defaults = {
  enable = true,
  cmd = nil,
  settings = {},
  highlights = {
    signs = true,
    background = true,
    priority = 4,
    sign_text = {
      first = '┏',
      body = '┃',
      last = '┗',
      single = '▪',
      body_uncertain = '┇',
      mark_uncertain = '?',
      mark_invalid = '!',
    },
  },
  boundary_hints = false,
  folding = true,
  code_lens = true,
  inlay_hints = false,
  command = true,
}

--- Types of the options that have no default, or may also be `false`.
local types = { cmd = { 'table' }, highlights = { 'table', 'boolean' } }

---@type isoscan.Options
local current
---@type string[]
local problems = {}

---@param path string
---@param value any
---@param default any
---@return string? problem one sentence, nil when the value can be used
local function problem_with(path, value, default)
  local accepted = types[path] or { type(default) }
  if default == nil and not types[path] then
    return ('There is no option `%s`; see :help isoscan-options'):format(path)
  end
  if not vim.tbl_contains(accepted, type(value)) then
    return ('The option `%s` must be a %s, not %s'):format(path, table.concat(accepted, ' or '), vim.inspect(value))
  end
  if path:find('^highlights%.sign_text%.') and vim.fn.strdisplaywidth(value) > 2 then
    return ('The option `%s` must be at most two cells wide'):format(path)
  end
end

---@param path string
---@param base table
---@param given table
---@return table merged `base` with what can be used of `given`; the rest is noted in `problems`
local function merged(path, base, given)
  local result = vim.deepcopy(base)
  for key, value in pairs(given) do
    local name = path .. tostring(key)
    local problem = problem_with(name, value, base[key])
    if problem then
      table.insert(problems, problem)
    elseif type(value) == 'table' and type(base[key]) == 'table' and name ~= 'settings' then
      result[key] = merged(name .. '.', base[key], value)
    else
      result[key] = value
    end
  end
  return result
end

---@param given table|false
---@return table
local function spelled_out(given)
  -- `highlights = true` means its defaults, and `false` in vim.g the whole plugin.
  if given == false then
    return { enable = false, command = false, highlights = false, folding = false, code_lens = false }
  end
  given = vim.deepcopy(given)
  if given.highlights == true then
    given.highlights = nil
  end
  return given
end

---@return table|false
local function from_global()
  local global = vim.g.isoscan
  if type(global) == 'function' then
    global = global()
  end
  if global == nil or global == true then
    return {}
  end
  if global ~= false and type(global) ~= 'table' then
    table.insert(problems, 'vim.g.isoscan must be a table or false, not ' .. vim.inspect(global))
    return {}
  end
  return global
end

--- Take the user's options: the defaults, `vim.g.isoscan` on them, `given` on top.
---@param given? table
---@return isoscan.Options
function M.set(given)
  problems = {}
  current = merged('', defaults, spelled_out(from_global()))
  if not current.highlights and type((given or {}).highlights) == 'table' then
    current.highlights = vim.deepcopy(defaults.highlights)
  end
  current = merged('', current, spelled_out(given or {}))
  return current
end

---@return isoscan.Options
function M.get()
  return current or M.set()
end

--- How highlights look, also where they are off to begin with and the user toggles them.
---@return isoscan.Highlights
function M.wanted_highlights()
  return M.get().highlights or defaults.highlights
end

--- One sentence for each option that cannot be used.
---@return string[]
function M.problems()
  M.get()
  return problems
end

return M
