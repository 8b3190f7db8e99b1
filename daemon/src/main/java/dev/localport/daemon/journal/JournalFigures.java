package dev.localport.daemon.journal;

/**
 * What is measured of the journal since the daemon started. Immutable.
 *
 * @param entries how many were added
 * @param bytes how large its files are together, as of the last write
 * @param waiting how many entries wait for a disk that takes none
 * @param failures how many writes failed
 * @param lost how many entries found no room while they waited
 */
public record JournalFigures(long entries, long bytes, int waiting, long failures, long lost) {}
