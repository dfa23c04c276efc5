#pragma once

namespace cw::ui {

class NodeItem;

/// Gives screen readers the canvas as a list of its nodes, each with its name in words. Call before a GraphView is asked for its
/// interface; more than once does no harm. UI thread only.
void installGraphAccessible();
/// The reader speaks of this node now.
void announceFocus(NodeItem* node);

} // namespace cw::ui
