/** Hadoop beside the engine: its jars in a class loader of their own, loaded when they are needed. */
package io.weir.runtime.plugin;
