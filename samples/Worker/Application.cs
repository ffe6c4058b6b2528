namespace Worker;

/// <summary>A job application.</summary>
public sealed record Application(int Id, string Applicant, string Job);
