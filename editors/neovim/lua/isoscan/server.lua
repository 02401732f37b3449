--- The server: where its command is, how it is started, and the client of a buffer.
local M = {}

local NAME = 'isoscan'
local MILLISECONDS_TO_STOP = 3000

--- Where the command lies in a virtual environment.
local in_environment = vim.fn.has('win32') == 1 and '/Scripts/isoscan.exe' or '/bin/isoscan'

---@return string? path of the clone this plugin is part of
local function clone()
  local here = vim.uv.fs_realpath(debug.getinfo(1, 'S').source:sub(2))
  return here and here:match('^(.*)[/\\]editors[/\\]neovim[/\\]')
end

---@return string[] candidates in the order of preference
local function candidates()
  local found = {}
  local environment, on_path, repository = vim.env.VIRTUAL_ENV, vim.fn.exepath('isoscan'), clone()
  if environment then
    table.insert(found, environment .. in_environment)
  end
  table.insert(found, on_path)
  if repository then
    table.insert(found, repository .. '/.venv' .. in_environment)
  end
  return found
end

--- The command that starts the server: the option `cmd`, else the `isoscan` of the active virtual environment,
--- of PATH, or of the clone this plugin lies in. A project's own folder is not searched: opening a file must not
--- run a program that came with it.
---@return string[]? command nil when there is none
function M.command()
  local cmd = require('isoscan.options').get().cmd
  if cmd then
    return vim.fn.executable(cmd[1]) == 1 and cmd or nil
  end
  for _, path in ipairs(candidates()) do
    if vim.fn.executable(path) == 1 then
      return { path, 'server' }
    end
  end
end

--- Why there is no command, and the way out.
---@return string
function M.no_command()
  local cmd = require('isoscan.options').get().cmd
  if cmd then
    return ('isoscan: `%s` (option `cmd`) cannot be run'):format(cmd[1])
  end
  return "isoscan: no `isoscan` on PATH; install it with pip or set `cmd` in require('isoscan').setup{...}"
end

---@param dispatchers vim.lsp.rpc.Dispatchers
---@param config vim.lsp.ClientConfig
---@return vim.lsp.rpc.PublicClient
function M.start(dispatchers, config)
  local command = assert(M.command(), M.no_command())
  return vim.lsp.rpc.start(command, dispatchers, { cwd = config.cmd_cwd, env = config.cmd_env })
end

--- Decides whether a buffer gets the server; says once when there is none. A buffer without a name has to wait for
--- one: Neovim 0.11 would put its findings into another buffer, a new one each time.
---@param buffer integer
---@param on_dir fun(root?: string)
function M.root_dir(buffer, on_dir)
  if vim.api.nvim_buf_get_name(buffer) == '' then
    return
  end
  if not M.command() then
    vim.notify_once(M.no_command() .. ' (:checkhealth isoscan)', vim.log.levels.WARN)
    return
  end
  local markers = vim.lsp.config[NAME].root_markers
  on_dir(markers and vim.fs.root(buffer, markers))
end

--- Put the user's settings into the `initialize` request.
---@param params lsp.InitializeParams
function M.before_init(params)
  local settings = require('isoscan.options').get().settings
  local own = { boundariesChanged = true, settings = next(settings) and settings or nil }
  params.initializationOptions = vim.tbl_deep_extend('force', params.initializationOptions or {}, own)
end

---@param buffer integer
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = NAME })[1]
end

--- The buffer of an address, among those that a client serves.
---@param client vim.lsp.Client
---@param uri string
---@return integer?
function M.buffer(client, uri)
  for buffer in pairs(client.attached_buffers) do
    if vim.uri_from_bufnr(buffer) == uri then
      return buffer
    end
  end
end

--- Tell running servers the user's settings anew.
function M.send_settings()
  local settings = require('isoscan.options').get().settings
  -- An empty table would be sent as a list.
  local sent = { [NAME] = next(settings) and settings or vim.empty_dict() }
  for _, client in ipairs(vim.lsp.get_clients({ name = NAME })) do
    client.settings = vim.tbl_extend('force', client.settings, sent)
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

---@param client vim.lsp.Client
---@param command string
---@return boolean
function M.has_command(client, command)
  local provider = client.server_capabilities.executeCommandProvider
  return provider ~= nil and vim.list_contains(provider.commands, command)
end

--- End all isoscan servers, and call `done` when they have ended.
---@param done fun()
local function stop(done)
  local clients = vim.lsp.get_clients({ name = NAME })
  for _, client in ipairs(clients) do
    client:stop()
  end
  local waited, step = 0, 20
  local function look()
    local left = vim.tbl_filter(function(client)
      return not client:is_stopped()
    end, clients)
    if #left == 0 then
      return done()
    end
    waited = waited + step
    if waited == MILLISECONDS_TO_STOP then
      vim.iter(left):each(function(client)
        client:stop(true)
      end)
    end
    vim.defer_fn(look, step)
  end
  look()
end

--- End the servers and start them again, with the options and the program as they are now.
function M.restart()
  stop(function()
    vim.lsp.enable(NAME, false)
    vim.lsp.enable(NAME)
  end)
end

return M
