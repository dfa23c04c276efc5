#pragma once
#include <QStringList>

namespace cw::ui {

/// Whether the command line asks for a picture in place of the window: --render, or --render=WHAT, among the words.
bool asksToRender(int argc, char** argv);

/// `cellwright --render WHAT --output FILE …`: draws a cell, a network or a chart by the functions the window draws with, waits for the
/// layout program and writes the file. Needs an application object, no display. Errors are one sentence on standard error.
/// Returns the exit status: 0, 1 when it failed, 2 for wrong use.
int render(const QStringList& arguments);

} // namespace cw::ui
