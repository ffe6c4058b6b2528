namespace RecruitmentApi;

/// <summary>The request to submit an application.</summary>
public sealed record NewApplication(string Applicant, string Job);
