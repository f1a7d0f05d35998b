/** Files on HDFS and on whatever else Hadoop has a client for. */
package io.weir.hdfs;
