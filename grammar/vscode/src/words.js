"use strict";

const vscode = require("vscode");

/**
 * One of the two, in the language that the editor speaks.
 * @param {string} ko
 * @param {string} en
 */
function said(ko, en) {
  return vscode.env.language.toLowerCase().startsWith("ko") ? ko : en;
}

module.exports = { said };
