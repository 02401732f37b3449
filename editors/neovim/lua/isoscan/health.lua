--- `:checkhealth isoscan`: what is needed, what is found, what stands in the way.
local M = {}

local health = vim.health

local function check_neovim()
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  else
    health.error('Neovim 0.11 or later is needed')
  end
end

local function check_options()
  local problems = require('isoscan.options').problems()
  vim.iter(problems):each(health.warn)
  if #problems == 0 then
    health.ok('The options can be used')
  end
end

local function check_command()
  local server = require('isoscan.server')
  local command = server.command()
  if not command then
    local advice = {
      'Install it: python3 -m venv .venv && .venv/bin/pip install PATH_OF_ISOSCAN',
      "Name it: require('isoscan').setup({ cmd = { '/full/path/isoscan', 'server' } })",
    }
    return health.error(server.no_command(), advice)
  end
  health.ok('Server: ' .. table.concat(command, ' '))
  local ran, result = pcall(function()
    return vim.system({ command[1], '--version' }, { text = true, timeout = 10000 }):wait()
  end)
  if ran and result.code == 0 then
    health.ok(vim.trim(result.stdout))
  else
    health.error(('`%s --version` fails'):format(command[1]), ran and vim.trim(result.stderr) or tostring(result))
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'isoscan' })
  if #clients == 0 then
    local enabled = vim.lsp.is_enabled('isoscan')
    return health.info(enabled and 'Not running: no Python file is open' or 'Not enabled (option `enable`)')
  end
  for _, client in ipairs(clients) do
    local buffers = #vim.tbl_keys(client.attached_buffers)
    local version = client.server_info and client.server_info.version or '?'
    health.ok(('Running: version %s, %d buffer(s), root %s'):format(version, buffers, client.root_dir or 'none'))
  end
end

local function check_features()
  local features = require('isoscan.features')
  local client = vim.lsp.get_clients({ name = 'isoscan' })[1]
  for _, name in ipairs(features.names()) do
    local lacking = client and features.is_on(name) and not features.is_given(name, client)
    local state = features.is_on(name) and 'on' or 'off'
    health.info(('%s: %s%s'):format(name, state, lacking and ', but this server gives none' or ''))
  end
end

local function check_screen()
  if vim.o.signcolumn == 'no' then
    health.warn("The bars are not seen: 'signcolumn' is \"no\"", "Set 'signcolumn' to \"auto\", \"auto:2\" or \"yes\"")
  end
  if not vim.o.termguicolors and vim.fn.has('gui_running') == 0 then
    health.info("The backgrounds are not seen: 'termguicolors' is off")
  end
end

local function check_entries()
  local entries = vim.api.nvim_get_runtime_file('lsp/isoscan.lua', true)
  if #entries > 1 then
    local advice = 'Keep the one of this plugin: they are merged, and a `cmd` of the other replaces its own'
    health.warn('Several lsp/isoscan.lua on the runtime path:\n' .. table.concat(entries, '\n'), advice)
  end
end

function M.check()
  health.start('isoscan')
  check_neovim()
  check_options()
  check_command()
  check_clients()
  health.start('isoscan: display')
  check_features()
  check_screen()
  check_entries()
end

return M
