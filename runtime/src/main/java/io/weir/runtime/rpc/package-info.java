/** Calls between endpoints: each owns one thread; in one process calls are hand-overs, else Kryo frames over Netty. */
package io.weir.runtime.rpc;
