;;; story.el --- the guide's configuration in a real Emacs -*- lexical-binding: t; -*-
;; emacs --batch -l CONFIGURATION -l story.el, in a folder with scans.py. The first failure ends with status 1.

(package-initialize)
(require 'eglot)
(require 'cl-lib)
;; Only failing stories wait this long; a loaded machine may.
(setq eglot-sync-connect 60
      eglot-connect-timeout 60
      jsonrpc-default-request-timeout 60)

(defun check (condition what)
  "End with status 1 unless CONDITION; WHAT says what holds."
  (message "%s %s" (if condition "ok" "FAILED") what)
  (unless condition (kill-emacs 1)))

(defmacro eventually (condition what)
  "Wait for CONDITION; WHAT says what holds then."
  `(check (with-timeout (60 nil)
            (while (not ,condition) (accept-process-output nil 0.02))
            t)
          ,what))

(defun findings ()
  "Messages of the buffer's findings."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun told-of (text)
  "Whether a finding has TEXT in it."
  (cl-some (lambda (message) (string-match-p (regexp-quote text) message)) (findings)))

(find-file "scans.py")
(call-interactively #'eglot)
(check (eglot-current-server) "the server starts")
(flymake-start)
(eventually (told-of "`ATR_MULT`") "a shared parameter is found")

(defun outlined (name)
  "Whether imenu lists NAME."
  (string-match-p name (format "%S" (funcall imenu-create-index-function))))
(check (outlined "scan_gap_up") "imenu lists the scanners")

(goto-char (point-min))
(search-forward "def scan_g")
(let (shown)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
  (eventually (and shown (string-match-p "scan_gap_up" shown)) "hover on a scanner names it"))

(goto-char (point-max))
(insert "\n\ndef scan_typed(df, limit=3):\n    return df[(df[\"range_atr\"] > ATR_MULT) & (df[\"rvol\"] > limit)]  # 🎯\n")
;; Changes are sent when Emacs is idle, which it never is here.
(eglot--signal-textDocument/didChange)
(check (outlined "scan_typed") "what is typed is listed")
(flymake-start)
(eventually (told-of "scan_typed") "and counts")

(goto-char (point-min))
(search-forward "def scan_g")
(cl-letf (((symbol-function 'completing-read) (lambda (_ choices &rest _) (car (all-completions "" choices)))))
  (eglot-code-actions (point) (point) "refactor.extract" t))
(eventually (file-exists-p "scan_gap_up.py") "extraction writes a file")
(with-temp-buffer
  (insert-file-contents "scan_gap_up.py")
  (check (search-forward "def scan_gap_up" nil t) "which holds the scanner")
  (goto-char (point-min))
  (check (not (search-forward "def scan_fade" nil t)) "and no other"))

(eglot-shutdown (eglot-current-server))
(kill-emacs 0)
