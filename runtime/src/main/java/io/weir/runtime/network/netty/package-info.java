/** The exchange between processes: frames over Netty, one connection per pair of processes, credits in bytes. */
package io.weir.runtime.network.netty;
