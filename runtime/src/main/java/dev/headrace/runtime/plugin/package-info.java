/**
 * Connectors from the class path and from plugin folders, each folder in a class loader of its own.
 */
@NullMarked
package dev.headrace.runtime.plugin;

import org.jspecify.annotations.NullMarked;
