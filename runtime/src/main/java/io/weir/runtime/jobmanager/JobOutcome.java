package io.weir.runtime.jobmanager;

import io.weir.runtime.protocol.JobDetails;

/**
 * What is left of a job that has ended.
 *
 * @param details how it ended
 * @param results what its client has not fetched; belongs to the receiver
 */
public record JobOutcome(JobDetails details, CollectedResults results) {}
