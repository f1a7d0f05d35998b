package io.weir.connector.file;

import io.weir.fs.FilePaths;
import io.weir.fs.FileSystems;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.Locale;

/**
 * Where files go and what they are called. While the job runs they are in
 * {@code <directory>/_temporary/<job-id>/}, where readers of the directory do not look.
 *
 * @param directory the directory of the output
 * @param writeMode what happens if it is not empty
 * @param suffix the end of the names of the files, such as {@code .csv}
 * @param successMarker whether an empty file {@code _SUCCESS} tells that the output is complete
 */
record FileSinkSettings(String directory, WriteMode writeMode, String suffix, boolean successMarker)
        implements Serializable {
    static final String TEMPORARY = "_temporary";
    static final String PART = "part-";
    private static final String ATTEMPT = "attempt-";
    static final String SUCCESS = "_SUCCESS";

    static FileSinkSettings to(String directory) {
        String qualified = FilePaths.withoutTrailingSlash(FileSystems.qualify(directory));
        if (FilePaths.name(qualified).isEmpty()) {
            // To overwrite it would be to delete all there is.
            throw new WeirException(
                    ErrorCode.FILE,
                    "The output " + directory + " is the root of a file system; name a directory in it.");
        }
        return new FileSinkSettings(qualified, WriteMode.NO_OVERWRITE, "", false);
    }

    FileSinkSettings withWriteMode(WriteMode mode) {
        return new FileSinkSettings(directory, mode, suffix, successMarker);
    }

    FileSinkSettings withSuffix(String end) {
        if (end.indexOf('/') >= 0) {
            throw new IllegalArgumentException("The end of a file's name has no slash: " + end);
        }
        return new FileSinkSettings(directory, writeMode, end, successMarker);
    }

    FileSinkSettings withSuccessMarker() {
        return new FileSinkSettings(directory, writeMode, suffix, true);
    }

    /** Returns the directory that holds what all jobs write to this output and have not published. */
    String temporaryRoot() {
        return FilePaths.child(directory, TEMPORARY);
    }

    /** Returns the directory that holds what a job has written and not published. */
    String temporary(String jobId) {
        return FilePaths.child(temporaryRoot(), jobId);
    }

    /** Returns the name of the complete file of one attempt of a parallel instance, before it is published. */
    String finishedName(int subtask, int attempt) {
        return ATTEMPT + attempt + "." + partName(subtask);
    }

    /** Returns the number of the attempt that has made a complete file, or -1 if the name is not one of such a file. */
    static int attemptOf(String finishedName) {
        if (!finishedName.startsWith(ATTEMPT)) {
            return -1;
        }
        return Integer.parseInt(finishedName.substring(ATTEMPT.length(), finishedName.indexOf('.')));
    }

    /** Returns under which name a complete file is published. */
    static String publishedName(String finishedName) {
        return finishedName.substring(finishedName.indexOf('.') + 1);
    }

    /** Returns the name of the file of a parallel instance. */
    String partName(int subtask) {
        return String.format(Locale.ROOT, "%s%05d%s", PART, subtask, suffix);
    }
}
