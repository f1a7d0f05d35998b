package io.weir.yarn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;

/**
 * A file that YARN puts into a container's directory.
 *
 * @param link its path there
 * @param source where it is on the cluster's file system
 * @param size its length in bytes; YARN refuses a file that has changed
 * @param timestamp when it was written, for the same reason
 * @param kept whether the nodes keep it for later applications of the user
 */
record ContainerFile(String link, String source, long size, long timestamp, boolean kept) {
    private static final String SEPARATOR = "\t";
    private static final int COLUMNS = 5;

    static ContainerFile of(String link, FileSystem files, Path path, boolean kept) throws IOException {
        return of(link, files.getFileStatus(path), kept);
    }

    static ContainerFile of(String link, FileStatus status, boolean kept) {
        return new ContainerFile(
                link, status.getPath().toString(), status.getLen(), status.getModificationTime(), kept);
    }

    private LocalResource resource() {
        return LocalResource.newInstance(
                URL.fromPath(new Path(source)),
                LocalResourceType.FILE,
                kept ? LocalResourceVisibility.PRIVATE : LocalResourceVisibility.APPLICATION,
                size,
                timestamp);
    }

    /** Returns files as YARN takes them. */
    static Map<String, LocalResource> resources(List<ContainerFile> files) {
        Map<String, LocalResource> resources = new LinkedHashMap<>();
        files.forEach(file -> resources.put(file.link, file.resource()));
        return resources;
    }

    /** Writes files as a text with one line for each, for the ApplicationMaster. */
    static String write(List<ContainerFile> files) {
        StringBuilder text = new StringBuilder();
        for (ContainerFile file : files) {
            text.append(String.join(
                            SEPARATOR,
                            file.link,
                            file.source,
                            Long.toString(file.size),
                            Long.toString(file.timestamp),
                            Boolean.toString(file.kept)))
                    .append('\n');
        }
        return text.toString();
    }

    /** Reads what {@link #write} wrote. */
    static List<ContainerFile> read(String text) {
        List<ContainerFile> files = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] columns = line.split(SEPARATOR, -1);
            if (columns.length != COLUMNS) {
                throw new IllegalArgumentException("not a container file: " + line);
            }
            files.add(new ContainerFile(
                    columns[0],
                    columns[1],
                    Long.parseLong(columns[2]),
                    Long.parseLong(columns[3]),
                    Boolean.parseBoolean(columns[4])));
        }
        return files;
    }
}
