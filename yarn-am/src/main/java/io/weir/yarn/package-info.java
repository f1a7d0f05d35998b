/**
 * Weir on YARN: the client's side, which uploads and submits; the ApplicationMaster, which hosts the head of the
 * cluster; and the driver that gets containers for TaskManagers. Loaded in Hadoop's class loader.
 */
package io.weir.yarn;
