namespace RecruitmentApi;

/// <summary>Somebody applied for a job.</summary>
public sealed record Application(int Id, string Applicant, string Job);
