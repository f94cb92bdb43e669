package dev.rollcall.worker.operate.doctor;

/**
 * One line of {@code rollcall.tenancy_report()}.
 *
 * @param finding what kind of hole
 * @param object where
 * @param problem what is wrong with it
 * @param advice what to do
 * @param accepted whether the operator has said that it is meant to be so
 */
record TenancyFinding(String finding, String object, String problem, String advice, boolean accepted) {}
