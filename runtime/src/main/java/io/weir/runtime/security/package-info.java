/** The cluster's secret, and sockets over which nothing passes before both peers have proved that they know it. */
package io.weir.runtime.security;
